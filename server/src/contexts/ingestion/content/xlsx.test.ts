import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { FeedDefinition } from '../model/feed.ts'
import type { Xlsx } from '../model/format.ts'
import { type ReadContent, readContent } from '../testing/given-content.ts'
import { type GivenWorkbook, workbookParts, zipped } from '../testing/given-workbook.ts'
import { serialText, showsDate } from './xlsx-serial.ts'

const raw: Partial<FeedDefinition> = {
  source: { directory: '.', pattern: 'prices-{date}.xlsx' },
  columns: [
    { name: 'id', type: 'int' },
    { name: 'day', type: 'date' },
    { name: 'price', type: 'double' },
    { name: 'note', type: 'string' },
  ],
  target: { accountId: '1', database: 'd', table: 't' },
}
const of = (format: Partial<Xlsx> = {}, more: Partial<FeedDefinition> = {}) => ({
  ...raw,
  ...more,
  format: { kind: 'xlsx' as const, ...format },
})
const golden = (name: string) => readFile(join(import.meta.dirname, `../golden/${name}`))

function told({ findings }: ReadContent) {
  return findings.map(({ reason, samples }) => [reason, samples.map(({ line }) => line)])
}

const text = (value: string, at = '') =>
  `<c${at && ` r="${at}"`} t="inlineStr"><is><t>${value}</t></is></c>`
const header = `<row r="1">${['id', 'day', 'price', 'note'].map((one) => text(one)).join('')}</row>`
const sheet = (rows: string, after = '') => `<sheetData>${header}${rows}</sheetData>${after}`
const workbook = (given: GivenWorkbook) => zipped(workbookParts(given))
const prices = (rows: string, after = '') => workbook({ sheets: { Prices: sheet(rows, after) } })

test('given workbooks of openpyxl, of both systems of dates, when read, then rows', async () => {
  const definition = of(
    { sheet: 'Prices' },
    {
      columns: [
        ...(raw.columns ?? []),
        { name: 'at', type: 'timestamp' },
        { name: 'ok', type: 'boolean' },
      ],
    },
  )
  for (const system of ['1900', '1904']) {
    const read = await readContent(definition, await golden(`openpyxl-3.1.5-${system}.xlsx`))

    assert.deepEqual(read.rows, [
      {
        ...{ id: 1, day: '2013-01-31', price: 12.5, note: 'a & "b"\nc' },
        ...{ at: '2013-01-31 10:00:00.25', ok: true },
      },
      {
        ...{ id: 2, day: '2000-02-29', price: 0.1, note: null },
        ...{ at: '1999-12-31 23:59:59', ok: false },
      },
    ])
    assert.deepEqual(told(read), [
      ['column "id": not of type INTEGER', [5]],
      ['column "day": a formula, not a value', [6]],
      ['column "price": the error "#N/A"', [7]],
    ])
    assert.match(read.findings[1]?.samples[0]?.text ?? '', /"day":"=TODAY\(\)"/)
    assert.deepEqual(read.rejectedLines, [3, 5, 6, 7])
  }
})

test('given a workbook whose names stand lower, when read, then its rows do too', async () => {
  const content = await golden('xlsxwriter-3.3.1.xlsx')
  const columns = [
    ...(raw.columns ?? []),
    { name: 'hours', type: 'double' },
    { name: 'note 2', type: 'string' },
  ] as const

  const values = await readContent(of({ headerRow: 3 }, { columns }), content)
  const results = await readContent(of({ headerRow: 3, formulas: 'results' }, { columns }), content)

  assert.deepEqual(told(values), [['column "price": a formula, not a value', [4]]])
  assert.deepEqual(results.rows, [
    { id: 1, day: '2013-01-31', price: 2, note: 'abc', hours: 1.5, 'note 2': 'x\u0001y' },
  ])
})

test('given cells that do not fit, when read, then their rows are kept apart', async () => {
  const row = (number: number, cells: string) => `<row r="${number}">${cells}</row>`
  const content = prices(
    [
      row(2, '<c r="A2"><v>1</v></c><c r="B2" s="1"><v>41640</v></c><c r="D2" t="b"><v>1</v></c>'),
      row(4, '<c r="A4"><v>2</v></c><c r="B4"><v>41640</v></c>'),
      row(5, '<c r="A5" s="1"><v>41640</v></c>'),
      row(6, '<c r="A6"><v>3</v></c><c r="C6" t="e"><v>#DIV/0!</v></c>'),
      row(7, '<c r="A7"><v>4</v></c><c r="C7"><f>A7</f></c>'),
      row(8, '<c r="A8"><v>5</v></c><c r="B8" s="1"><v>60</v></c>'),
      row(9, `<c r="A9"><v>6</v></c>${text('beside', 'F9')}`),
      row(90, '<c r="A90"/>'),
    ].join('\n'),
  )

  const read = await readContent(of(), content)
  const results = await readContent(of({ formulas: 'results' }), content)

  assert.deepEqual(read.rows, [
    { id: 1, day: '2014-01-01', price: null, note: 'true' },
    { id: 6, day: null, price: null, note: null },
  ])
  assert.deepEqual(told(read), [
    ['column "day": not of type DATE', [4, 8]],
    ['column "id": not of type INTEGER', [5]],
    ['column "price": the error "#DIV/0!"', [6]],
    ['column "price": a formula, not a value', [7]],
  ])
  assert.ok(
    told(results).some(([reason]) => reason === 'column "price": a formula that nobody computed'),
  )
})

test('given what is no such workbook, when read, then it is refused and says why', async () => {
  const one = '<row r="2"><c r="A2"><v>1</v></c></row>'
  const parts = (change: Partial<GivenWorkbook>) =>
    workbookParts({ sheets: { Prices: sheet(one) }, ...change })
  const [first, ...rest] = parts({})
  const space = ' '.repeat(40 << 20)
  const external = `<!DOCTYPE x SYSTEM "http://127.0.0.1/x">`
  const cases: [Buffer, RegExp][] = [
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /^it is encrypted, or of the older kind/],
    [Buffer.from('<html>Sign in</html>'), /^it is a web page, not data$/],
    [Buffer.from('id,day'), /^it is no workbook/],
    [Buffer.from('PK\u0003\u0004 and so on'), /no zip archive, or its end is missing/],
    [zipped(parts({ more: [{ name: 'xl/vbaProject.bin', content: 'x' }] })), /^it holds macros/],
    [zipped([{ name: 'xl/workbook.bin', content: 'x' }]), /^it is a binary workbook/],
    [
      zipped([{ name: 'a.txt', content: 'x' }]),
      /^it is no workbook: there is no "xl\/workbook.xml/,
    ],
    [zipped([...parts({}), ...parts({}).slice(-1)]), /^it holds "xl\/worksheets\/s0.xml" twice$/],
    [zipped([...rest, { ...first!, encrypted: true }]), /^it is encrypted$/],
    [zipped([...rest, { ...first!, saysBytes: 2 ** 32 - 2 }]), /^it unpacks to \d+ bytes; 42949/],
    [zipped([...rest, { ...first!, saysBytes: 20 }]), /of another size than the index says$/],
    [
      workbook({ sheets: { A: sheet(one), B: sheet(one) } }),
      /^it has the sheets "A", "B", the feed/,
    ],
    [prices(one, '<mergeCells><mergeCell ref="A2:A5"/></mergeCells>'), /A2:A5 are merged/],
    [prices('<row r="2"><c r="B2"><v>1</v></c><c r="A2"/></row>'), /"A2" is out of order/],
    [prices('<row r="2"/><row r="2"/>'), /row "2" is out of order/],
    [prices('<row r="1048577"/>'), /row "1048577" is out of order/],
    [prices('<row r="2"><c r="A2" t="s"><v>0</v></c></row>'), /it has no text "0"/],
    [prices(`<row r="2">${external}</row>`), /malformed XML|DOCTYPE/],
    [prices(`${one}${space}`), /^a text or a tag has more than 16777216 characters$/],
    [workbook({ sheets: { P: '<sheetData/>' } }), /^row 1 of the sheet "P" names no columns$/],
  ]
  for (const [content, reason] of cases) {
    const { findings, rows } = await readContent(of(), content)
    assert.deepEqual(rows, [])
    assert.match(findings[0]?.reason ?? '', reason)
  }
  const named = await readContent(of({ sheet: 'Q' }), prices(one))
  assert.match(named.findings[0]?.reason ?? '', /^it has the sheets "Prices", and no "Q"$/)
})

test('given 64-bit sizes and shared texts, when read, then they are found', async () => {
  const texts = `<sst><si><t>plain</t></si><si><r><t xml:space="preserve">a </t></r><r><t>b</t></r>
    <rPh sb="0" eb="1"><t>said</t></rPh></si></sst>`
  const rows = '<row><c><v>7</v></c><c r="D2" t="s"><v>1</v></c></row>'
  const parts = workbookParts({ sheets: { Prices: sheet(rows) }, texts })

  const read = await readContent(of(), zipped(parts, { wide: true }))

  assert.deepEqual(read.rows, [{ id: 7, day: null, price: null, note: 'a b' }])
})

test('given any day of Excel’s, when it is a serial, then it is that day', () => {
  const day = fc.date({
    min: new Date('1904-01-02'),
    max: new Date('9999-12-30'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(day, fc.boolean(), (at, from1904) => {
      const begin = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
      const serial = (at.getTime() - begin) / 86_400_000

      const [date, time] = at.toISOString().slice(0, -1).replace('.000', '').split('T')

      const wanted = time === '00:00:00' ? date : `${date} ${time}`
      assert.equal(serialText(serial, from1904), wanted)
    }),
  )
  assert.deepEqual(
    [1, 59, 60, 61, 0.5, 0, -1, 2_958_465, 3e6, Number.NaN].map((one) => serialText(one, false)),
    [
      ...['1900-01-01', '1900-02-28', '1900-02-29', '1900-03-01', '12:00:00', '00:00:00', '-1'],
      ...['9999-12-31', '3000000', 'NaN'],
    ],
  )
})

test('given formats, when asked, then those of days and times are told from numbers', () => {
  const shown = ['yyyy-mm-dd', 'h:mm AM/PM', '[$-409]d-mmm;@', 'mm:ss.0', '[Red]dd/mm']
  const numbers = ['0.00', '#,##0 "days"', '[h]:mm', 'General', '0.00E+00', '\\d0', '[Red]0', '@']
  assert.deepEqual(
    [...shown, ...numbers].map((code) => showsDate(164, code)),
    [...shown.map(() => true), ...numbers.map(() => false)],
  )
  assert.deepEqual(
    [14, 22, 46, 0, 9].map((id) => showsDate(id, undefined)),
    [true, true, false, false, false],
  )
})
