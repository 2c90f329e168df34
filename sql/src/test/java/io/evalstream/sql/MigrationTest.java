package io.evalstream.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class MigrationTest {

    @Test
    void versionsCountFromOneWithoutGaps() {
        List<Migration> migrations = Migration.all();
        for (int i = 0; i < migrations.size(); i++) {
            assertThat(migrations.get(i).version()).isEqualTo(i + 1);
        }
    }

    @Test
    void everyStatementCanBeRepeated() {
        for (Migration migration : Migration.all()) {
            assertThat(migration.statements())
                    .isNotEmpty()
                    .allMatch(
                            statement ->
                                    statement.contains("IF NOT EXISTS")
                                            || statement.contains("MATERIALIZE INDEX IF EXISTS")
                                            || statement.startsWith("CREATE OR REPLACE VIEW"));
        }
    }

    @Test
    void statementsEndAtTheEndOfALineOnly() {
        assertThat(
                        Migration.statements(
                                "-- note; not a statement\nSELECT ';'\n  , 1;\n\nSELECT 2;"))
                .containsExactly("SELECT ';'\n  , 1", "SELECT 2");
    }

    @Test
    void aStatementThatIsNotEndedIsRefused() {
        assertThatThrownBy(() -> Migration.statements("SELECT 1"))
                .hasMessageContaining("final semicolon");
    }
}
