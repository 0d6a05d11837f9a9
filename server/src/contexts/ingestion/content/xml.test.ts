import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FeedDefinition } from '../model/feed.ts'
import type { Xml } from '../model/format.ts'
import { type ReadContent, readContent } from '../testing/given-content.ts'

const format: Xml = {
  kind: 'xml',
  rows: 'prices/day/price',
  namespaces: { '': 'urn:prices', m: 'urn:money' },
  paths: [
    { name: 'day', path: '../@date' },
    { name: 'id', path: '@id' },
    { name: 'last', path: 'quote/m:last' },
    { name: 'currency', path: 'quote/m:last/@m:currency' },
  ],
}
const definition: Partial<FeedDefinition> = {
  source: { directory: '.', pattern: 'prices-{date}.xml' },
  format,
  columns: [
    { name: 'day', type: 'date' },
    { name: 'id', type: 'int' },
    { name: 'last', type: 'double' },
    { name: 'currency', type: 'string' },
    { name: 'note', type: 'string' },
  ],
  target: { accountId: '1', database: 'd', table: 't' },
}

function prices(days: string): string {
  return `<?xml version="1.0"?>
<p:prices xmlns:p="urn:prices" xmlns:m="urn:money">${days}</p:prices>`
    .replaceAll('<price', '<p:price')
    .replaceAll('</price', '</p:price')
    .replace(/<(\/?)(day|quote|note|more)\b/g, '<$1p:$2')
}

function told({ findings }: ReadContent) {
  return findings.map(({ reason, samples }) => [reason, samples.map(({ line }) => line)])
}

test('given elements and attributes of namespaces, when read, then paths lead there', async () => {
  const quote = '<quote><m:last m:currency="USD"> 12.50\n</m:last></quote>'
  const xml = prices(`<day date="2013-01-01">
    <price id="1">${quote}<note>a &lt; b<![CDATA[ & "c"]]></note></price>
    <price id="2"><note/><!-- none --></price></day>
    <day date="2013-01-02"><price id="3">${quote}<note> x </note></price></day>`)

  const read = await readContent(definition, xml)

  assert.deepEqual(told(read), [])
  assert.deepEqual(read.rows, [
    { day: '2013-01-01', id: 1, last: 12.5, currency: 'USD', note: 'a < b & "c"' },
    { day: '2013-01-01', id: 2, last: null, currency: null, note: null },
    { day: '2013-01-02', id: 3, last: 12.5, currency: 'USD', note: ' x ' },
  ])
})

test('given rows that do not fit, when read, then each is kept apart with its number', async () => {
  const last = '<m:last m:currency="USD">1</m:last>'
  const xml = prices(`<day date="2013-01-01">
    <price id="1"><quote>${last}</quote><note>fits</note></price>
    <price id="2"><quote>${last}${last}</quote></price>
    <price id="3"><quote>${last}</quote><note>a<more>b</more></note></price>
    <price id="4.5"><quote>${last}</quote></price>
    <price id=""><quote>${last}</quote></price></day>`)

  const read = await readContent(definition, xml)

  assert.deepEqual(
    read.rows.map(({ id }) => id),
    [1, null],
  )
  assert.deepEqual(told(read), [
    ['column "currency": there is more than one value', [2]],
    ['column "note": it holds elements, not a value', [3]],
    ['column "id": not of type INTEGER', [4]],
  ])
  assert.match(read.findings[2]?.samples[0]?.text ?? '', /"id":"4.5"/)
  assert.deepEqual([read.rowsRejected, read.rejectedLines], [3, [2, 3, 4]])
})

test('given what is no such document, when read, then it is refused and says why', async () => {
  const day = (content: string) => prices(`<day date="2013-01-01">${content}</day>`)
  const entity = '<!ENTITY a SYSTEM "file:///etc/passwd">'
  const laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">'
  for (const [xml, reason] of [
    [`<!DOCTYPE p [${entity}]><p>&a;</p>`, /^it has a DOCTYPE, which is not read, nor its ent/],
    [`<!DOCTYPE p [${laughs}]><p>&c;</p>`, /^it has a DOCTYPE/],
    [day('<price id="1">&a;</price>'), /^malformed XML: line 2, column \d+: undefined entity$/],
    [day('<price id="1">'), /^malformed XML: line 2, column \d+: unexpected close tag$/],
    [day('<price id="1" id="2"/>'), /duplicate attribute/],
    [day('<price id="1"/>').slice(0, -3), /^malformed XML/],
    [`${day('<price id="1"/>')}<price/>`, /only one root|outside of root/],
    [
      '<prices><day><price/></day></prices>',
      /^there is no "{urn:prices}prices\/.* its element is "prices"$/,
    ],
    [day('<quote/>'), /^there is no ".*price" in it, but "{urn:prices}quote" in its place$/],
    ['<html><body>Sign in</body></html>', /^it is a web page, not data$/],
    ['<?xml version="1.0" encoding="ISO-8859-1"?><a/>', /says that it is in "ISO-8859-1"/],
    ['<a>'.repeat(200), /^its elements lie more than 100 deep$/],
    [`<a b="${'x'.repeat(17 << 20)}`, /^a text or a tag has more than 16777216 characters$/],
    [Buffer.from('<a>\xe9</a>', 'latin1'), /^its bytes are no text in the encoding$/],
  ] as const) {
    const { findings, rows } = await readContent(definition, xml as string)
    assert.deepEqual(rows, [])
    assert.match(findings[0]?.reason ?? '', reason)
    assert.equal(findings[0]?.check, 'content')
  }
})

test('given a value of several rows behind one, when read, then it is refused', async () => {
  const paths = [{ name: 'day', path: '../d' }]
  const columns = [
    { name: 'day', type: 'date' },
    { name: 'id', type: 'int' },
  ] as const
  const of = { ...definition, columns, format: { kind: 'xml', rows: 'f/r', paths } as const }
  const [d, r] = ['<d>2013-01-01</d>', '<r><id>1</id></r>']

  const before = await readContent(of, `<f>${d}${r}${r}</f>`)
  const after = await readContent(of, `<f>${r}${d}</f>`)
  const twice = await readContent(of, `<f>${d}${d}${r}</f>`)

  assert.deepEqual(before.rows, [
    { day: '2013-01-01', id: 1 },
    { day: '2013-01-01', id: 1 },
  ])
  assert.deepEqual(told(after), [
    ['column "day": its value comes after rows that it is about', [1]],
  ])
  assert.deepEqual(told(twice), [['column "day": there is more than one value', [1]]])
})

test('given no rows where rows would be, when read, then nothing is missing', async () => {
  const read = await readContent(definition, prices('<day date="2013-01-01"/>'))
  assert.deepEqual([read.rows, told(read)], [[], []])
})

test('given any values, when written as XML, then they are read as they were', async () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 12 })
    // What XML 1.0 can hold; it reads every line break as "\n".
    .map((value) => value.replace(/[^\n\t\x20-\ud7ff\ue000-\ufffd]/g, ''))
  const escaped = (value: string) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const columns = [
    { name: 'id', type: 'int' },
    { name: 'note', type: 'string' },
  ] as const
  const of = { ...definition, columns, format: { kind: 'xml', rows: 'f/r' } as const }
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1 }), async (notes) => {
      const rows = notes.map((note, id) => `<r><id>${id}</id><note>${escaped(note)}</note></r>`)

      const read = await readContent(of, `<f>\n${rows.join('\n')}</f>`)

      assert.deepEqual(
        read.rows,
        notes.map((note, id) => ({ id, note: note === '' ? null : note })),
      )
    }),
    { numRuns: 40 },
  )
})
