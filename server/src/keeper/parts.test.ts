import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { openCgroups, parseOwn } from './cgroups.ts'
import { LineReader } from './lines.ts'

test('given bytes cut anywhere, when they are read, then lines come whole', () => {
  const text = 'one\ntwö\n{"three":"drei"}\n'
  const bytes = Buffer.from(text)
  for (let size = 1; size <= bytes.length; size += 1) {
    const lines: string[] = []
    const reader = new LineReader((line) => lines.push(line))
    for (let start = 0; start < bytes.length; start += size)
      reader.push(bytes.subarray(start, start + size))
    assert.deepEqual(lines, ['one', 'twö', '{"three":"drei"}'])
  }
})

test('given both kinds of cgroups, when own paths are read, then each has its own', () => {
  const own = parseOwn('4:memory:/a/b\n1:cpu,cpuacct:/c\n0::/\n')

  assert.deepEqual(
    [...own],
    [
      ['memory', '/a/b'],
      ['cpu', '/c'],
      ['cpuacct', '/c'],
      ['', '/'],
    ],
  )
})

test('given an order for many processes, when it has a cgroup, then it may have them', async () => {
  const root = await mkdtemp(join(tmpdir(), 'cgroups-'))
  const own = join(root, 'own')
  await writeFile(own, '0::/a\n')
  await mkdir(join(root, 'a'))
  const size = { memoryMib: 1024, jvmMib: 512, cores: 2, temporaryMib: 128 }
  const order = { ...size, engine: 'spark-4.1', batch: false, warm: false }

  const [few = ''] = await openCgroups({ ...order, box: 'd-1' }, { root, own })
  const [many = ''] = await openCgroups({ ...order, box: 'h-1', processesMax: 4096 }, { root, own })

  const limits = [few, many].map((path) => readFile(join(path, 'pids.max'), 'utf8'))
  assert.deepEqual(await Promise.all(limits), ['400', '4096'])
  await rm(root, { recursive: true })
})
