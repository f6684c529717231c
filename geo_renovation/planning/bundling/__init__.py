"""Which adjacent compounds to tender together: proposals with a proof of how good they are. Plain data, no database.

The problem (planning.md §1): choose disjoint feasible bundles S of the largest total value
v(S) = α·|S| + (edge weight inside S) − β. A bundle is feasible if it is connected, lies in one street office's
district, costs between `cmin` and `cmax`, has at most `max_members` members, and their wished years lie at most
`year_spread` apart.
"""
