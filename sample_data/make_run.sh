#!/usr/bin/env bash
# Trains the run that ships with the app, sample_data/run, again (`make sample`; about five minutes).
# Without a linear draft, so that all of its forecast is the Informer's own; three encoder layers, so
# that it distils twice.
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
rm -rf build/sample
"$python" -m informer train sample_data/traffic_i94_hourly.csv \
    --target traffic_volume --known-future is_holiday --preset balanced --pred-len 24 \
    --set linear_draft=false --set instance_norm=true --set weight_averaging=0 --set e_layers=3 \
    --set dropout=0 --set learning_rate=0.002 --set max_steps=3000 --set patience=5 \
    --set eval_every=250 --set validation_windows=1024 \
    --seed 0 --name "traffic I-94" --runs build/sample
rm -rf sample_data/run
mv build/sample/balanced-* sample_data/run
rm -f sample_data/run/{heartbeat,last.safetensors,worker.log}
