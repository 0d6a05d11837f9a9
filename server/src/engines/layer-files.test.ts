import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { layersTooLarge, strangeLayer } from './errors.ts'
import { LayerFiles, type LayerName } from './layer-files.ts'

const now = new Date('2026-12-01T12:00:00Z')
const name: LayerName = { accountId: '1', key: 'k', wish: 'w', engine: 'spark-4.1' }

function later(minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000)
}

test('given what a resolver left, when kept, then its list finds it alone', async () => {
  using given = givenFiles()
  const staged = given.staged('humanize==4', 'text')

  const path = await given.files.keep(name, staged, now)

  assert.equal(readFileSync(join(path, 'module.py'), 'utf8'), 'text')
  assert.equal(given.files.find(name, now), path)
  for (const other of [{ accountId: '2' }, { key: 'other' }])
    assert.equal(given.files.find({ ...name, ...other }, now), undefined)
})

test('given two lists that come to one set, when kept, then it is there once', async () => {
  using given = givenFiles()
  const first = await given.files.keep(name, given.staged('a==1', 'one'), now)

  const again = await given.files.keep({ ...name, key: 'l' }, given.staged('a==1', 'two'), now)
  const old = { ...name, key: 'm', engine: 'spark-3.5' }
  const other = await given.files.keep(old, given.staged('a==1', 'three'), now)
  const strange = { ...name, accountId: '2' }
  const theirs = await given.files.keep(strange, given.staged('a==1', 'four'), now)

  assert.equal(again, first)
  assert.equal(readFileSync(join(again, 'module.py'), 'utf8'), 'one')
  assert.equal(new Set([first, other, theirs]).size, 3)
})

test('given links in the place of what was fetched, when kept, then they are refused', async () => {
  using given = givenFiles()
  for (const linked of ['packages', 'set']) {
    const staged = given.staged('a==1', 'one')
    rmSync(join(staged, linked), { recursive: true })
    symlinkSync(linked === 'set' ? '/etc/passwd' : '/etc', join(staged, linked))

    await assert.rejects(given.files.keep(name, staged, now), strangeLayer.matches)
  }

  assert.equal(given.files.find(name, now), undefined)
})

test('given more than one may take, when looked at, then it is refused', async () => {
  using given = givenFiles({ sizeBytesMax: 50, filesMax: 5 })
  const large = given.staged('a==1', 'x'.repeat(60))
  const many = given.staged('a==1', '')
  for (let at = 0; at < 6; at += 1) writeFileSync(join(many, 'packages', `${at}`), '')

  await assert.rejects(given.files.keep(name, large, now), layersTooLarge.matches)
  await assert.rejects(given.files.demandStaged(many), /more than 5 files/)
  await given.files.demandStaged(join(many, 'gone'))
})

test('given a full account, when one more comes, then the longest unused goes', async () => {
  using given = givenFiles({ accountBytesMax: 250 })
  const text = 'x'.repeat(100)
  const keep = (key: string, minutes: number, accountId = '1') =>
    given.files.keep({ ...name, accountId, key }, given.staged(`${key}==1`, text), later(minutes))
  await keep('a', 0)
  await keep('b', 0)
  given.files.find({ ...name, key: 'a' }, later(20))
  given.files.find({ ...name, key: 'b' }, later(15))

  await assert.rejects(keep('c', 21), /the account’s packages in use take more than 250 bytes/)
  await keep('c', 27)

  const found = ['a', 'b', 'c'].map((key) => given.files.find({ ...name, key }, later(27)))
  assert.deepEqual(
    found.map((one) => one !== undefined),
    [true, false, true],
  )
  await keep('d', 28, '2')
})

test('given a week without use, when swept, then packages go, and those in use stay', async () => {
  using given = givenFiles()
  const old = await given.files.keep(name, given.staged('a==1', ''), now)
  const used = await given.files.keep({ ...name, key: 'l' }, given.staged('b==1', ''), now)
  given.files.find(name, now)
  given.files.find({ ...name, key: 'l' }, later(24 * 60))

  await given.files.sweep(later(7 * 24 * 60 + 1))

  assert.deepEqual(
    [old, used].map((path) => existsSync(path)),
    [false, true],
  )
})

test('given what packages are made from, when looked at, then it counts apart', async () => {
  using given = givenFiles({ sizeBytesMax: 50 })
  const staged = given.staged('a==1', 'x'.repeat(45))
  mkdirSync(join(staged, 'cache'))
  writeFileSync(join(staged, 'cache', 'wheel'), 'x'.repeat(45))

  await given.files.demandStaged(staged)

  writeFileSync(join(staged, 'cache', 'more'), 'x'.repeat(10))
  await assert.rejects(given.files.demandStaged(staged), /more than 100 bytes/)
})

test('given a list that cannot be read, when swept, then the account’s layers stay', async () => {
  using given = givenFiles({ accountBytesMax: 250 })
  const text = 'x'.repeat(100)
  const used = await given.files.keep(name, given.staged('a==1', text), now)
  const old = await given.files.keep({ ...name, key: 'l' }, given.staged('b==1', text), now)
  const list = join(dirname(dirname(used)), 'lists', name.key)
  writeFileSync(list, '')
  utimesSync(list, later(60), later(60))

  await given.files.sweep(later(7 * 24 * 60 + 1))

  assert.deepEqual([used, old].map(existsSync), [true, true])
  const keep = (key: string, minutes: number) =>
    given.files.keep({ ...name, key }, given.staged(key, text), later(minutes))
  await keep('m', 7 * 24 * 60 + 1)
  await keep('n', 7 * 24 * 60 + 1)
  await assert.rejects(keep('o', 7 * 24 * 60 + 21), layersTooLarge.matches)
  await given.files.sweep(later(8 * 24 * 60))
  assert.equal(existsSync(used), false)
})

test('given a sweep while packages are kept, when both are done, then they are there', async () => {
  using given = givenFiles()
  const kept = Array.from({ length: 50 }, (_, at) =>
    given.files.keep({ ...name, key: `${at}` }, given.staged(`${at}`, ''), now),
  )
  const all = Promise.allSettled(kept)
  const { promise: over, resolve } = Promise.withResolvers<true>()
  void all.then(() => resolve(true))

  while (!(await Promise.race([over, setImmediate(false)]))) await given.files.sweep(now)

  const paths = (await all).map((one) => (one.status === 'fulfilled' ? one.value : ''))
  assert.deepEqual(
    paths.filter((path) => !existsSync(path)),
    [],
  )
})

test('given what a killed server left, when the next starts, then it is gone', async () => {
  using given = givenFiles()
  const left = [given.staged('a==1', ''), given.staged('b==1', '')]

  await given.files.discardOld()

  assert.deepEqual(left.map(existsSync), [false, false])
})

function givenFiles(limits: Partial<ConstructorParameters<typeof LayerFiles>[1]> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-layers-'))
  const files = new LayerFiles(directory, {
    ...{ sizeBytesMax: 1000, filesMax: 100, accountBytesMax: 5000, unusedDaysMax: 7 },
    ...limits,
  })
  return {
    files,
    staged(set: string, text: string) {
      const staged = files.stage()
      mkdirSync(join(staged, 'packages'))
      writeFileSync(join(staged, 'packages', 'module.py'), text)
      writeFileSync(join(staged, 'set'), set)
      return staged
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true }),
  }
}
