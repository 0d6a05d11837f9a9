import assert from 'node:assert/strict'
import test from 'node:test'
import { parseOwn } from './cgroups.ts'
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
