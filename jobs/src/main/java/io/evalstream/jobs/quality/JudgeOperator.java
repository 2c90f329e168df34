package io.evalstream.jobs.quality;

import io.evalstream.contract.RunEvent;

import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Runs the judge, which works in memory, and brings its state up to date for each checkpoint. */
final class JudgeOperator
        extends KeyedCoProcessOperator<String, ObservationBatch, RunEvent, RunVerdict> {
    private static final long serialVersionUID = 1L;

    /** How long score changes are added up. */
    static final long PATIENCE_MILLIS = 100;

    private final ReleaseJudge judge;
    private transient ProcessingTimeCallback alarm;
    private transient boolean isAlarmSet;

    JudgeOperator(ReleaseJudge judge) {
        super(judge);
        this.judge = judge;
    }

    @Override
    public void open() throws Exception {
        super.open();
        alarm =
                time -> {
                    isAlarmSet = false;
                    drainRolling();
                };
    }

    @Override
    public void processElement1(StreamRecord<ObservationBatch> element) throws Exception {
        super.processElement1(element);
        if (!isAlarmSet && judge.hasRolling()) {
            isAlarmSet = true;
            getProcessingTimeService()
                    .registerTimer(
                            getProcessingTimeService().getCurrentProcessingTime() + PATIENCE_MILLIS,
                            alarm);
        }
    }

    private void drainRolling() {
        judge.drainRolling(
                update -> output.collect(ReleaseJudge.SCORE_CHANGES, new StreamRecord<>(update)));
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        super.prepareSnapshotPreBarrier(checkpointId);
        drainRolling();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        for (String model : judge.unsaved()) {
            setCurrentKey(model);
            judge.save(model);
        }
    }

    @Override
    public void finish() throws Exception {
        drainRolling();
        super.finish();
    }
}
