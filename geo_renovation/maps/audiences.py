"""Who may ask for what on the map."""
from geo_renovation.accounts.choices import Audience

NETWORK_AUDIENCES = (Audience.CENTRE, Audience.STREET, Audience.UTILITY, Audience.OVERSIGHT)
