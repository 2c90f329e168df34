package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.types.DataType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;

/** What a ClickHouse server says of its databases, tables and columns, as tables for Flink. */
public final class ClickHouseTables {

    /** Databases of the server itself are not offered. */
    static final Predicate<String> NO_SYSTEM =
            name -> !Set.of("system", "information_schema", "INFORMATION_SCHEMA").contains(name);

    private final String baseUrl;
    private final String user;
    private final String password;
    private final Predicate<String> offered;

    /**
     * @param baseUrl JDBC address without a database, such as {@code
     *     jdbc:clickhouse:http://host:8123}
     * @param password may be empty; never part of a table's options
     * @param offered the databases to show
     */
    public ClickHouseTables(
            String baseUrl, String user, String password, Predicate<String> offered) {
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        this.user = user;
        this.password = password;
        this.offered = offered;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** The databases that are offered and exist. */
    public List<String> databases() {
        return strings("SELECT name FROM system.databases ORDER BY name").stream()
                .filter(offered)
                .toList();
    }

    /** The names in a database: views first, as they hold each row once. */
    public List<String> tables(String database) {
        return strings(
                "SELECT name FROM system.tables WHERE database = ? AND NOT is_temporary"
                        + " ORDER BY engine != 'View', name",
                database);
    }

    /**
     * A table or a view with its columns.
     *
     * @return empty when there is no such table; columns that Flink has no type for are left out,
     *     which the comment says
     * @throws CatalogException when the server does not answer, or no column has a type
     */
    public Optional<CatalogTable> table(String database, String table) {
        Schema.Builder schema = Schema.newBuilder();
        List<String> leftOut = new ArrayList<>();
        boolean binary = true;
        int columns = 0;
        try (Connection connection = connect();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT name, type FROM system.columns"
                                        + " WHERE database = ? AND table = ? ORDER BY position")) {
            statement.setString(1, database);
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String name = rows.getString(1);
                    String type = rows.getString(2);
                    Optional<DataType> known = ClickHouseTypes.of(type);
                    if (known.isPresent()) {
                        columns++;
                        schema.column(name, known.get());
                        binary &= ClickHouseTypes.isWrittenAsBinary(type);
                    } else {
                        leftOut.add(name + " " + type);
                    }
                }
            }
        } catch (SQLException e) {
            throw unanswered(e);
        }
        if (columns == 0 && leftOut.isEmpty()) {
            return Optional.empty();
        }
        if (columns == 0) {
            throw new CatalogException(
                    "Flink has no type for any column of "
                            + database
                            + "."
                            + table
                            + ": "
                            + leftOut);
        }
        CatalogTable.Builder result =
                CatalogTable.newBuilder()
                        .schema(schema.build())
                        .options(options(database, table, binary));
        if (!leftOut.isEmpty()) {
            result.comment("without the columns Flink has no type for: " + leftOut);
        }
        return Optional.of(result.build());
    }

    private Map<String, String> options(String database, String table, boolean binary) {
        String url = baseUrl + "/" + database;
        return Map.of(
                "connector",
                ClickHouseTableFactory.IDENTIFIER,
                "url",
                binary
                        ? url
                        : ClickHouseDialect.withDefault(url, ClickHouseDialect.ROW_BINARY, "false"),
                "table-name",
                table);
    }

    private List<String> strings(String query, String... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> strings = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    strings.add(rows.getString(1));
                }
            }
            return strings;
        } catch (SQLException e) {
            throw unanswered(e);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(baseUrl + "/default", properties);
    }

    private CatalogException unanswered(SQLException fault) {
        return new CatalogException(
                "ClickHouse at " + baseUrl + " does not answer: " + fault.getMessage(), fault);
    }
}
