"""Forecasts, dated and in units, and their scores beside baselines that learn little or nothing."""
