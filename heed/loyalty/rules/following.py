"""When a customer counts as gone, and over which time customers are followed."""

from datetime import timedelta

SILENCE = timedelta(days=366)  # lost is who neither bought nor wrote for more than 365 days
SILENT = "silent"
ALL_TIME = "all"
PERIOD_DAYS = {"12": 365, "24": 730}
PERIODS = (*PERIOD_DAYS, ALL_TIME)
MOST_STEPS = 36
FEWEST = 10  # customers and leavers below which no curve is drawn
