import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import type { FeedDefinition } from '../model/feed.ts'
import type { Xml } from '../model/format.ts'
import {
  type GivenIngestion,
  givenFeed,
  givenIngestion,
  takeIn,
} from '../testing/given-ingestion.ts'
import { workbookParts, zipped } from '../testing/given-workbook.ts'

const [day, next] = ['2013-01-01', '2013-01-02']
const stable = { rule: 'stable-size', seconds: 0 } as const

async function reasons({ ingestion, ana }: GivenIngestion, feedId: string) {
  const records = await ingestion.listDeliveries(ana, { feedId, quarantined: true })
  return records.flatMap(({ slice, vintages }) =>
    vintages.flatMap(({ findings }) => findings.map(({ reason }) => `${slice} ${reason}`)),
  )
}

/** Of files between the vendor’s and the table, none may stay. */
async function leftOver({ objectsDirectory }: GivenIngestion) {
  const names = await readdir(objectsDirectory, { recursive: true })
  return names.filter((name) => name.endsWith('.rows'))
}

const xml: Xml = {
  kind: 'xml',
  rows: 'counts/count',
  paths: [
    { name: 'day', path: '../@day' },
    { name: 'place', path: '@place' },
    { name: 'count', path: '.' },
  ],
}

test('given days as XML, when taken in, then good ones are rows and others wait', async () => {
  await using given = await givenIngestion()
  const source = { directory: '.', pattern: 'counts-{date}.xml' }
  const feed = await givenFeed(given, { source, complete: stable, format: xml })
  const document = (of: string, counts: string) => `<counts day="${of}">${counts}</counts>`
  await given.put(
    `counts-${day}.xml`,
    document(day, '<count place="a">1</count><count place="b">2</count>'),
  )
  await given.put(`counts-${next}.xml`, document(next, '<count at="a">1</count>'))
  await given.put('counts-2013-01-03.xml', document(next, '<count place="a">1</count>'))
  await given.put('counts-2013-01-04.xml', '<!DOCTYPE x><counts/>')

  assert.deepEqual(await takeIn(given, feed), { loaded: 1, quarantined: 3 })

  assert.deepEqual(await given.rows('SELECT place, count FROM $table ORDER BY place'), [
    { place: 'a', count: 1 },
    { place: 'b', count: 2 },
  ])
  assert.deepEqual((await reasons(given, feed.id)).sort(), [
    '2013-01-02 columns missing: "place"; not in the contract: "@at"',
    '2013-01-03 rows are not about 2013-01-03',
    '2013-01-04 it has a DOCTYPE, which is not read, nor its entities',
  ])
  assert.deepEqual(await leftOver(given), [])
})

test('given a workbook, when taken in, then a bad row has the number it has in it', async () => {
  await using given = await givenIngestion()
  const source = { directory: '.', pattern: 'counts-{date}.xlsx' }
  const format = { kind: 'xlsx', sheet: 'Counts' } as const
  const feed = await givenFeed(given, { source, complete: stable, format, rejectedRowsMax: 1 })
  const text = (value: string) => `<c t="inlineStr"><is><t>${value}</t></is></c>`
  const row = (at: number, place: string, count: string) =>
    `<row r="${at}"><c s="1"><v>41275</v></c>${text(place)}<c><v>${count}</v></c></row>`
  const names = `<row r="1">${['day', 'place', 'count'].map(text).join('')}</row>`
  const rows = [row(2, 'a', '1'), row(7, 'b', '2.5'), row(9, 'c', '-3')]
  const book = (some: string[]) =>
    zipped(workbookParts({ sheets: { Counts: `<sheetData>${names}${some.join('')}</sheetData>` } }))
  await given.put(`counts-${day}.xlsx`, book(rows.slice(0, 2)))
  assert.deepEqual(await takeIn(given, feed), { loaded: 1, quarantined: 0 })
  await given.put(`counts-${day}.xlsx`, book(rows))

  assert.deepEqual(await takeIn(given, feed), { loaded: 0, quarantined: 1 })

  assert.deepEqual(await given.rows('SELECT day::VARCHAR AS day, place, count FROM $table'), [
    { day, place: 'a', count: 1 },
  ])
  const [delivery] = await given.ingestion.listDeliveries(given.ana, { feedId: feed.id })
  const last = delivery?.vintages.at(-1)?.findings ?? []
  assert.deepEqual(
    last.map(({ reason, breaking, samples }) => [reason, breaking, samples[0]?.line]),
    [
      ['column "count": not of type INTEGER', false, 7],
      ['column "count": below 0', true, 9],
    ],
  )
})

test('given a file of Avro, when taken in, then its values are the table’s', async () => {
  await using given = await givenIngestion()
  const change: Partial<FeedDefinition> = {
    source: { directory: '.', pattern: 'counts-{date}.avro' },
    ...{ complete: stable, format: { kind: 'avro' }, key: ['id'], event: undefined as never },
    columns: [
      { name: 'id', type: 'long' },
      { name: 'day', type: 'date' },
      { name: 'fee', type: 'double' },
    ],
  }
  const feed = await givenFeed(given, change)
  const file = join(import.meta.dirname, '../golden/fastavro-1.13.1-deflate.avro')
  const content = await readFile(file)
  await given.put(`counts-${day}.avro`, content)
  await given.put(`counts-${next}.avro`, content.subarray(0, -40))

  assert.deepEqual(await takeIn(given, feed), { loaded: 1, quarantined: 1 })

  const rows = await given.rows('SELECT id::VARCHAR AS id, day::VARCHAR AS day, fee FROM $table')
  assert.deepEqual(rows, [
    { id: '4611686018427387904', day, fee: -0.05 },
    { id: '-1', day: '1900-02-28', fee: 12345678.9 },
  ])
  assert.deepEqual(
    (await reasons(given, feed.id)).filter((one) => !one.includes('not in the contract')),
    [`${next} it is cut short`],
  )
  assert.deepEqual(await leftOver(given), [])
})
