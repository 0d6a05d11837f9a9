import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  name: string
  content: string | Buffer
  /** What the index says instead of what is true. */
  saysBytes?: number
  encrypted?: boolean
  /** As it is, not packed. */
  stored?: boolean
  /** Where the index says that it lies; with `wide`. */
  saysOffset?: bigint
}

/** A zip archive, as any tool makes it; `wide` as those do that always write 64-bit sizes. */
export function zipped(parts: readonly ZipPart[], { wide = false } = {}): Buffer {
  const written: Buffer[] = []
  const index: Buffer[] = []
  let offset = 0
  for (const { name, content, saysBytes, encrypted = false, stored, saysOffset } of parts) {
    const bytes = Buffer.from(content)
    const body = stored ? bytes : deflateRawSync(bytes)
    const names = Buffer.from(name)
    const size = saysBytes ?? bytes.length
    const facts = Buffer.alloc(16)
    facts.writeUInt32LE(crc32(bytes), 0)
    facts.writeUInt32LE(wide ? 0xffffffff : body.length, 4)
    facts.writeUInt32LE(wide ? 0xffffffff : size, 8)
    facts.writeUInt16LE(names.length, 12)
    const flags = Buffer.from([encrypted ? 1 : 0, 0, stored ? 0 : 8, 0, 0, 0, 0, 0])
    const local = [Buffer.from('504b03041400', 'hex'), flags, facts, names, body]
    const extra = wide ? wideSizes([size, body.length, saysOffset ?? offset]) : Buffer.alloc(0)
    const entry = Buffer.concat([facts.subarray(0, 14), u16(extra.length), Buffer.alloc(14)])
    entry.writeUInt32LE(wide ? 0xffffffff : offset, 26)
    index.push(Buffer.from('504b010214001400', 'hex'), flags, entry, names, extra)
    written.push(...local)
    offset += Buffer.concat(local).length
  }
  const directory = Buffer.concat(index)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(wide ? 0xffffffff : offset, 16)
  const end64 = wide ? wideEnd(directory.length, offset) : Buffer.alloc(0)
  return Buffer.concat([...written, directory, end64, end])
}

function u16(value: number): Buffer {
  return Buffer.from([value & 0xff, value >> 8])
}

function wideSizes(values: readonly (number | bigint)[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * values.length, 2)
  for (const [at, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * at)
  return extra
}

function wideEnd(bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(56 + 20)
  end.writeUInt32LE(0x06064b50, 0)
  end.writeBigUInt64LE(BigInt(bytes), 40)
  end.writeBigUInt64LE(BigInt(offset), 48)
  end.writeUInt32LE(0x07064b50, 56)
  end.writeBigUInt64LE(BigInt(offset + bytes), 64)
  return end
}

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface GivenWorkbook {
  /** The XML of each sheet’s `sheetData` and what follows it. */
  sheets: Readonly<Record<string, string>>
  texts?: string
  more?: readonly ZipPart[]
}

/** The parts of a workbook. Style 1 is a date, style 2 a format of hours that have passed. */
export function workbookParts({ sheets, texts, more = [] }: GivenWorkbook): ZipPart[] {
  const names = Object.keys(sheets)
  const tags = names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="r${at}"/>`)
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  const targets = [
    ...names.map((_name, at) => relation(`r${at}`, 'worksheet', `worksheets/s${at}.xml`)),
    relation('rs', 'styles', 'styles.xml'),
    ...(texts === undefined ? [] : [relation('rt', 'sharedStrings', '/xl/sharedStrings.xml')]),
  ]
  const root = relation('r', 'officeDocument', 'xl/workbook.xml')
  return [
    { name: '_rels/.rels', content: `<Relationships>${root}</Relationships>` },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns:r="${RELATIONS}"><sheets>${tags.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships>${targets.join('')}</Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts>
        <cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    },
    ...names.map((name, at) => ({
      name: `xl/worksheets/s${at}.xml`,
      content: `<worksheet>${sheets[name]}</worksheet>`,
    })),
    ...(texts === undefined ? [] : [{ name: 'xl/sharedStrings.xml', content: texts }]),
    ...more,
  ]
}
