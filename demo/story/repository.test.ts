import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openRepository } from './repository.ts'

const author = { name: 'Ana', email: 'ana@example.test', at: new Date('2026-01-01T00:00:00Z') }
const files = {
  'README.md': '# One\n',
  'pipelines-old.txt': 'x',
  'pipelines/hourly.py': 'print(1)\n',
}

test('given files, when committed, then the ids are those that Git gives', () => {
  const directory = mkdtempSync(join(tmpdir(), 'repository '))
  try {
    const repository = openRepository(directory)

    const first = repository.commit({ files, message: 'pipelines: hourly counts', author })
    const again = repository.commit({ files, message: 'the same', author })
    const next = { ...files, 'pipelines/hourly.py': 'print(2)\n' }
    const second = openRepository(directory).commit({
      ...{ files: next, message: 'pipelines: two', author },
    })

    // As `git commit` of version 2.39.5 made them of the same files, author and time.
    assert.equal(first, '98c1dbf1870235b2267e3fc9bdb032b3a8e444ab')
    assert.equal(again, first)
    assert.equal(second, 'f6a90e3c6a86ad9ca04bdc6c361ecc22db2c4f02')
    assert.equal(repository.read(first, 'pipelines/hourly.py'), 'print(1)\n')
    assert.equal(repository.read(second, 'pipelines/hourly.py'), 'print(2)\n')
    assert.equal(repository.read(second, 'pipelines/none.py'), undefined)
  } finally {
    rmSync(directory, { recursive: true })
  }
})
