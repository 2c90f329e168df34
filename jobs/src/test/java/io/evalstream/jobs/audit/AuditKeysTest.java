package io.evalstream.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Arrays;

class AuditKeysTest {

    @Example
    void usualRunIdsStayAsTheyAre() {
        assertThat(AuditKeys.folder("2026-03-01", "nightly-7.b_2"))
                .isEqualTo("dt=2026-03-01/run=nightly-7.b_2/");
    }

    @Example
    void whatWouldLeaveTheFolderIsEncoded() {
        assertThat(AuditKeys.encoded("../a b/%41~")).isEqualTo("~2e.~2fa~20b~2f~2541~7e");
        assertThat(AuditKeys.encoded("<b>3.0</b>")).isEqualTo("~3cb~3e3.0~3c~2fb~3e");
        assertThat(AuditKeys.encoded("한")).isEqualTo("~ed~95~9c");
    }

    @Property
    void differentRunsHaveDifferentFolders(@ForAll String one, @ForAll String other) {
        assertThat(AuditKeys.encoded(one).equals(AuditKeys.encoded(other)))
                .isEqualTo(sameUtf8(one, other));
        assertThat(AuditKeys.encoded(one)).matches("[A-Za-z0-9._~-]{0,160}");
    }

    /** Half a surrogate pair is a question mark in UTF-8; no event has one. */
    private static boolean sameUtf8(String one, String other) {
        return Arrays.equals(LogFixture.utf8(one), LogFixture.utf8(other));
    }

    @Example
    void longRunIdsAreCutAndStayApart() {
        String one = AuditKeys.encoded("x".repeat(5000) + "1");
        assertThat(one).hasSize(160).isNotEqualTo(AuditKeys.encoded("x".repeat(5000) + "2"));
    }
}
