package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Type information of blocks. */
final class BlockType extends TypeInformation<Block> {
    private static final long serialVersionUID = 1L;

    static final BlockType INSTANCE = new BlockType();

    private BlockType() {}

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<Block> getTypeClass() {
        return Block.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<Block> createSerializer(SerializerConfig config) {
        return BlockSerializer.INSTANCE;
    }

    @Override
    public String toString() {
        return "Block";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BlockType;
    }

    @Override
    public int hashCode() {
        return BlockType.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof BlockType;
    }
}
