"""Patents: records, numbers, legal status, bars, imported lists."""
