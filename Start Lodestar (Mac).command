#!/bin/sh
exec sh "$(dirname "$0")/start.sh"
