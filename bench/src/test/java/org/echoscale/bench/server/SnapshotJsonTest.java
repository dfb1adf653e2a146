package org.echoscale.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.echoscale.core.ServerStats;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class SnapshotJsonTest {

    @Test
    void everyFigureSurvivesTheWay() {
        ServerSnapshot snapshot = new ServerSnapshot(new ServerStats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 13, 14L,
                15L, 16L, 17L, 18, 19L, 20L, 21, 22, 23L, 24L, 25L);
        assertThat(SnapshotJson.read(SnapshotJson.write(snapshot))).isEqualTo(snapshot);
    }

    @Test
    void absentFiguresStayAbsent() {
        ServerSnapshot snapshot = new ServerSnapshot(ServerStats.NONE, 1, null, null, null, null, null, null, null, 0,
                0, null, null, null);
        assertThat(SnapshotJson.read(SnapshotJson.write(snapshot))).isEqualTo(snapshot);
    }

    @Test
    void isOneLine() {
        ServerSnapshot snapshot = new ServerSnapshot(ServerStats.NONE, 1, null, null, null, null, null, null, null, 0,
                0, null, null, null);
        assertThat(SnapshotJson.write(snapshot)).hasLineCount(1);
    }

    @Test
    void anotherLineIsAnError() {
        assertThatThrownBy(() -> SnapshotJson.read("error no")).isInstanceOf(JacksonException.class);
        assertThatThrownBy(() -> SnapshotJson.read("{\"pid\":1,\"surprise\":2}")).isInstanceOf(JacksonException.class);
    }
}
