"""Dates as the product writes them in German."""

DATE_FORMAT = "j. M Y"
MONTH_DAY_FORMAT = "D, j. M"
YEAR_MONTH_FORMAT = "M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j. M Y, H:i"
SHORT_DATE_FORMAT = "j. M Y"
SHORT_DATETIME_FORMAT = "j. M Y, H:i"
FIRST_DAY_OF_WEEK = 1
