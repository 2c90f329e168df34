package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonGenerator;

import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** The rows of a Parquet file as objects; one row group is in memory at a time, compressed. */
final class ParquetRows implements RecordSource {

    private final Path file;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private final MessageColumnIO columns;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private RecordReader<Group> rows;
    private long left;
    private long row;
    private byte[] record = new byte[0];

    ParquetRows(Path file) throws IOException {
        this.file = file;
        try {
            this.reader =
                    ParquetFileReader.open(
                            new LocalInputFile(file),
                            ParquetReadOptions.builder(new PlainParquetConfiguration())
                                    .withCodecFactory(new ParquetCodecs())
                                    .build());
        } catch (RuntimeException | LinkageError e) {
            throw damaged(e);
        }
        this.schema = reader.getFileMetaData().getSchema();
        this.columns = new ColumnIOFactory().getColumnIO(schema);
    }

    @Override
    public boolean next() throws IOException {
        // The library throws whatever a broken page leads it to, errors of its checks as well.
        try {
            while (left == 0) {
                PageReadStore group = reader.readNextRowGroup();
                if (group == null) {
                    return false;
                }
                left = group.getRowCount();
                rows = columns.getRecordReader(group, new GroupRecordConverter(schema));
            }
            Group group = rows.read();
            left--;
            row++;
            bytes.reset();
            try (JsonGenerator json = Json.STRICT.getFactory().createGenerator(bytes)) {
                ParquetJson.write(group, json);
            }
            record = bytes.toByteArray();
            return true;
        } catch (BadDatasetException e) {
            throw e;
        } catch (IOException | RuntimeException | LinkageError e) {
            throw damaged(e);
        }
    }

    private BadDatasetException damaged(Throwable cause) {
        String said =
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        BadDatasetException damaged =
                new BadDatasetException(
                        file,
                        row == 0 ? 0 : row + 1,
                        "",
                        "is no whole Parquet file, or of a codec that is not known (" + said + ")",
                        "copy it again, or write it with zstd, snappy or gzip");
        damaged.initCause(cause);
        return damaged;
    }

    @Override
    public byte[] buffer() {
        return record;
    }

    @Override
    public int start() {
        return 0;
    }

    @Override
    public int end() {
        return record.length;
    }

    @Override
    public long line() {
        return row;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
