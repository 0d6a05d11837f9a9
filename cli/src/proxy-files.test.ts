import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Failure } from './failure.ts'
import { writeProfile } from './profiles.ts'
import { writeProxyFiles } from './proxy-files.ts'

const ana = { name: 'ana', accessKeyId: 'AKIA1', secretAccessKey: 's1=', accountId: '1' }

function givenHome({ provisioned }: { provisioned: boolean }) {
  const path = mkdtempSync(join(tmpdir(), 'millrace-home-'))
  writeProfile(path, ana, { url: 'http://127.0.0.1:8470', region: 'us-east-1' })
  if (provisioned) {
    const data = join(path, 'engine/environments/notebook/lib/python3.11/site-packages')
    mkdirSync(join(data, 'botocore/data'), { recursive: true })
    const endpoints = {
      version: 3,
      partitions: [
        {
          partition: 'aws',
          dnsSuffix: 'amazonaws.com',
          services: { iam: { endpoints: { 'aws-global': { hostname: 'iam.amazonaws.com' } } } },
        },
        { partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' },
      ],
    }
    writeFileSync(join(data, 'botocore/data/endpoints.json'), JSON.stringify(endpoints))
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}

test('given a home, when proxy files are written, then all names end in the domain', () => {
  using home = givenHome({ provisioned: true })

  const files = writeProxyFiles(home.path, 'lake.example')

  const text = readFileSync(join(files.dataDirectory, 'endpoints.json'), 'utf8')
  const { partitions } = JSON.parse(text)
  assert.equal(text.includes('amazonaws'), false)
  assert.equal(partitions.length, 1)
  assert.equal(partitions[0].dnsSuffix, 'lake.example')
})

test('given profiles, when proxy files are written, then they have no endpoint', () => {
  using home = givenHome({ provisioned: true })

  const { configFile } = writeProxyFiles(home.path, 'lake.example')

  const text = readFileSync(configFile, 'utf8')
  assert.equal(text.includes('endpoint_url'), false)
  assert.match(text, /\[profile ana\]\nregion = us-east-1\n/)
  assert.equal(statSync(configFile).mode & 0o777, 0o600)
})

test('given no notebook environment, when asked for, then the answer says what is missing', () => {
  using home = givenHome({ provisioned: false })

  assert.throws(() => writeProxyFiles(home.path, 'lake.example'), Failure)
})
