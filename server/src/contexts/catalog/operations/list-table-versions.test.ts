import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidPage } from '../errors.ts'
import { delays, flights, givenCatalog, givenFlights } from '../testing/given-catalog.ts'
import { givenRaw, raw, rawDefinition } from '../testing/given-external.ts'

test('given updates, when versions are listed, then the archived ones, newest first', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenRaw(given)
  for (const [index, archived] of [true, false, true].entries())
    await catalog.updateExternalTable(ana, {
      ...raw,
      definition: { ...rawDefinition, description: `number ${index + 2}` },
      archived,
    })

  const first = await catalog.listTableVersions(ana, { ...raw, size: 2 })

  const told = ({ items }: typeof first) =>
    items.map(({ table, properties }) => [table.version, properties.comment])
  assert.deepEqual(told(first), [
    [4, 'number 4'],
    [3, 'number 3'],
  ])
  const rest = await catalog.listTableVersions(ana, { ...raw, size: 2, token: first.next ?? '' })
  assert.deepEqual([told(rest), rest.next], [[[1, 'files of others']], undefined])
  assert.deepEqual(told(await catalog.listTableVersions(ana, { ...raw, version: 1 })), [
    [1, 'files of others'],
  ])
  assert.deepEqual((await catalog.listTableVersions(ana, { ...raw, version: 2 })).items, [])
  const wrong = catalog.listTableVersions(ana, { ...raw, token: '-1' })
  await assert.rejects(wrong, invalidPage.matches)
})

test('given commits, when an Iceberg table’s versions are listed, then its metadata', async () => {
  await using given = await givenCatalog()
  const { catalog, ana } = given
  await givenFlights(given)
  const files = [await given.written(delays('2024-01-01', 'UA', [1]))]
  await catalog.append(ana, { ...flights, files, commitKey: 'one' })

  const { items } = await catalog.listTableVersions(ana, flights)

  assert.deepEqual(
    items.map(({ table, snapshot }) => [table.version, snapshot !== undefined]),
    [
      [2, true],
      [1, false],
    ],
  )
})
