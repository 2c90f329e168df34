package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.audit.AuditPart;
import io.evalstream.jobs.audit.AuditRecord;
import io.evalstream.jobs.audit.AuditSegment;
import io.evalstream.jobs.audit.Chain;
import io.evalstream.jobs.clickhouse.ClickHouseTables;
import io.evalstream.jobs.kafka.KafkaRecord;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** What travels or is kept has a serializer of its own: the fallback cannot be evolved. */
class StateTypesTest {

    static List<Class<?>> types() {
        return List.of(
                KafkaRecord.class,
                SampleEvent.class,
                RunEvent.class,
                DeadLetter.class,
                ObservationBatch.class,
                AcceptedChunk.class,
                DetailChunk.class,
                RunArchive.ChunkKey.class,
                RollingKey.class,
                RollingMean.class,
                RollingMeans.Update.class,
                RollingMeans.Pane.class,
                RunVerdict.class,
                Alert.class,
                ClickHouseTables.ResultRow.class,
                ClickHouseTables.AlertRow.class,
                RunControl.class,
                RunArchive.RunSeries.class,
                RunArchive.SeriesProgress.class,
                RunArchive.RunProgress.class,
                BaselineStore.History.class,
                Incidents.Incident.class,
                Judgement.class,
                AuditRecord.class,
                AuditSegment.class,
                AuditPart.class,
                Chain.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasItsOwnSerializer(Class<?> type) {
        Configuration strict = new Configuration();
        strict.set(PipelineOptions.GENERIC_TYPES, false);
        SerializerConfigImpl config = new SerializerConfigImpl();
        config.configure(strict, type.getClassLoader());
        assertThatCode(() -> TypeInformation.of(type).createSerializer(config))
                .doesNotThrowAnyException();
    }
}
