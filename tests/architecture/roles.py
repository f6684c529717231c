"""Who comes to the service, by the columns of the table of who may see what."""

CENTRE = {"planner"}
STREETS = {"street-yuqiuhu", "street-huixin", "street-renhe"}
UTILITIES = {
    "power", "water", "heat", "gas-tianma", "gas-jinshi", "gas-kunlun", "mobile", "unicom", "telecom", "broadcast",
    "tower",
}  # fmt: skip
OVERSIGHT = {"leader", "finance", "audit", "development", "land"}
DESKS = {"enforcement"}
OFFICIALS = CENTRE | STREETS | UTILITIES | OVERSIGHT | DESKS
# "nobody" has an account without an organisation; "anonymous" has none.
OUTSIDERS = {"admin", "nobody", "anonymous"}
EVERYONE = OFFICIALS | OUTSIDERS
# Who may import something.
SENDERS = CENTRE | STREETS | UTILITIES
READERS = CENTRE | STREETS | UTILITIES | OVERSIGHT
