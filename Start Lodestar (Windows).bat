@echo off
rem Opens the desk in the browser; the first time, it installs what that needs.
cd /d "%~dp0"
for %%p in ("py -3" "python3" "python") do (
  %%~p -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && (
    %%~p tasks.py desk
    if errorlevel 1 pause
    exit /b
  )
)
echo Lodestar needs Python 3.11 or newer, which is not on this computer.
echo Get it from https://www.python.org/downloads/, then start this file again.
pause
