import { Type_PrimitiveType, Type_WellKnownType, type Type } from '@bufbuild/cel-spec/cel/expr/checked_pb.js';
import { dyn, listOf, mapOf, optionalOf, type CelType } from '../src/cel-type.ts';

const primitives: Readonly<Record<number, CelType>> = {
  [Type_PrimitiveType.BOOL]: { kind: 'bool' },
  [Type_PrimitiveType.INT64]: { kind: 'int' },
  [Type_PrimitiveType.UINT64]: { kind: 'uint' },
  [Type_PrimitiveType.DOUBLE]: { kind: 'double' },
  [Type_PrimitiveType.STRING]: { kind: 'string' },
  [Type_PrimitiveType.BYTES]: { kind: 'bytes' },
};

const wellKnown: Readonly<Record<number, CelType>> = {
  [Type_WellKnownType.TIMESTAMP]: { kind: 'timestamp' },
  [Type_WellKnownType.DURATION]: { kind: 'duration' },
};

/** A type of the suite as one of ours; messages are dyn. */
export function fromProtoType(type: Type | undefined): CelType {
  const kind = type?.typeKind;
  switch (kind?.case) {
    case 'primitive':
      return primitives[kind.value] ?? dyn;
    case 'wellKnown':
      return wellKnown[kind.value] ?? dyn;
    case 'null':
      return { kind: 'null' };
    case 'listType':
      return listOf(fromProtoType(kind.value.elemType));
    case 'mapType':
      return mapOf(fromProtoType(kind.value.keyType), fromProtoType(kind.value.valueType));
    case 'type':
      return { kind: 'type', of: fromProtoType(kind.value) };
    case 'abstractType':
      return kind.value.name === 'optional_type' ? optionalOf(fromProtoType(kind.value.parameterTypes[0])) : dyn;
    default:
      return dyn;
  }
}
