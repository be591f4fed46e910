"""The master's page: scale, part and limits, daily check, repeatability, defect cards."""
