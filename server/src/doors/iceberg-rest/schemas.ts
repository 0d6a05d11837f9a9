import Type from 'typebox'

/**
 * Bodies as the Iceberg REST specification has them, as far as a door must know them: what lies
 * deeper (schemas, snapshots) is judged by the catalog. Snapshot ids are 64-bit integers.
 */
const Properties = Type.Record(Type.String(), Type.String())
const Namespace = Type.Array(Type.String(), { minItems: 1 })
const Fields = Type.Object({ fields: Type.Array(Type.Object({ transform: Type.String() })) })
const Schema = Type.Object({
  type: Type.Literal('struct'),
  fields: Type.Array(
    Type.Object({
      id: Type.Integer(),
      name: Type.String(),
      required: Type.Boolean(),
      type: Type.Unknown(),
    }),
  ),
})

export const CreateNamespace = Type.Object({
  namespace: Namespace,
  properties: Type.Optional(Properties),
})

export const UpdateProperties = Type.Object({
  removals: Type.Optional(Type.Array(Type.String())),
  updates: Type.Optional(Properties),
})

const Nullable = <Shape extends Type.TSchema>(shape: Shape) =>
  Type.Optional(Type.Union([shape, Type.Null()]))

export const CreateTable = Type.Object({
  name: Type.String(),
  location: Nullable(Type.String()),
  schema: Schema,
  'partition-spec': Nullable(Fields),
  'write-order': Nullable(Fields),
  'stage-create': Nullable(Type.Boolean()),
  properties: Nullable(Properties),
})

export const RegisterTable = Type.Object({
  name: Type.String(),
  'metadata-location': Type.String(),
  overwrite: Nullable(Type.Boolean()),
})

export const CommitTable = Type.Object({
  requirements: Type.Array(Type.Object({ type: Type.String() })),
  updates: Type.Array(Type.Object({ action: Type.String() })),
})

export const RegisterView = Type.Object({
  name: Type.String(),
  'metadata-location': Type.String(),
})

export const CreateView = Type.Object({
  name: Type.String(),
  location: Nullable(Type.String()),
  schema: Schema,
  'view-version': Type.Object({ 'version-id': Type.Integer() }),
  properties: Nullable(Properties),
})

export const CommitView = Type.Object({
  requirements: Nullable(Type.Array(Type.Object({ type: Type.String() }))),
  updates: Type.Array(Type.Object({ action: Type.String() })),
})

const Identifier = Type.Object({ namespace: Namespace, name: Type.String() })

export const CommitTransaction = Type.Object({
  'table-changes': Type.Array(
    Type.Object({
      identifier: Identifier,
      requirements: Type.Array(Type.Object({ type: Type.String() })),
      updates: Type.Array(Type.Object({ action: Type.String() })),
    }),
  ),
})

export const RenameTable = Type.Object({ source: Identifier, destination: Identifier })

export const TokenRequest = Type.Object({
  grant_type: Type.String(),
  client_id: Type.Optional(Type.String()),
  client_secret: Type.Optional(Type.String()),
  scope: Type.Optional(Type.String()),
  subject_token: Type.Optional(Type.String()),
})
