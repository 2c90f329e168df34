/** The dashboards and what Grafana and its ClickHouse plugin make of their queries. */
package io.evalstream.grafana;
