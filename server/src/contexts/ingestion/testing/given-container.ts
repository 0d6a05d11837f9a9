import avro from 'avsc'

/** A container with blocks as they are given, whatever they say of themselves. */
export function container(
  schema: unknown,
  blocks: readonly { rows: number; bytes: Buffer; says?: number }[],
  codec = 'null',
): Buffer {
  const long = avro.Type.forSchema('long')
  const text = (value: string | Buffer) => {
    const bytes = Buffer.from(value)
    return Buffer.concat([long.toBuffer(bytes.length), bytes])
  }
  const json = typeof schema === 'string' ? schema : JSON.stringify(schema)
  const entries = [text('avro.schema'), text(json), text('avro.codec'), text(codec)]
  const sync = Buffer.alloc(16, 7)
  return Buffer.concat([
    Buffer.from('Obj\u0001', 'latin1'),
    ...[long.toBuffer(2), ...entries, long.toBuffer(0), sync],
    ...blocks.flatMap(({ rows, bytes, says }) => [
      ...[long.toBuffer(rows), long.toBuffer(says ?? bytes.length), bytes, sync],
    ]),
  ])
}
