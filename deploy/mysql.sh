#!/bin/bash
# Makes a database and a user for each service: run once by the image of MySQL, when its volume is empty. Password of
# each: MYSQL_<SERVICE>_PASSWORD.
set -euo pipefail
for service in auth user vacation notification audit calendar reports; do
  variable="MYSQL_${service^^}_PASSWORD"
  password="${!variable:?see .env.example}"
  MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql --user=root <<SQL
CREATE DATABASE IF NOT EXISTS \`leaveline_${service}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE USER IF NOT EXISTS '${service}'@'%' IDENTIFIED BY '${password//[^A-Za-z0-9_.-]/}';
GRANT ALL ON \`leaveline\\_${service}\`.* TO '${service}'@'%';
SQL
done
