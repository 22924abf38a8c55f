#!/usr/bin/env bash
# Trains the run that ships with the app, sample_data/run, again (`make sample`; about three minutes).
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
rm -rf build/sample
"$python" -m informer train sample_data/traffic_i94_hourly.csv \
    --target traffic_volume --known-future is_holiday --preset balanced --pred-len 24 --set e_layers=3 \
    --seed 0 --name "traffic I-94" --runs build/sample
rm -rf sample_data/run
mv build/sample/balanced-* sample_data/run
rm -f sample_data/run/{heartbeat,last.safetensors,worker.log}
