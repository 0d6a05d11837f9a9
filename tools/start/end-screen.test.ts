import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endScreen } from './end-screen.ts'

const facts = {
  root: '/opt/millrace',
  governanceAccountId: '111111111111',
  status: undefined,
  demo: undefined,
}
const place = { url: 'http://127.0.0.1:8700', known: true, region: 'us-east-1', domain: 'm.test' }
const own = { path: '/srv/a home', ...place }
const usual = { path: '/opt/millrace/.millrace', ...place }

test('given a home of one’s own, when it is up, then every command names it', () => {
  const screen = endScreen({ ...facts, home: own, demo: { state: 'failed', detail: 'trial: no' } })

  const lines = screen.split('\n')
  const commands = lines.filter((line) => /millrace (people|stop)|npm start/.test(line))
  assert.equal(commands.length, 3)
  for (const line of commands) assert.match(line, /MILLRACE_HOME='\/srv\/a home' /)
})

test('given no demo, when it is up, then an account is next and no people are promised', () => {
  const screen = endScreen({ ...facts, home: usual })

  assert.doesNotMatch(screen, /people|MILLRACE_HOME/)
  assert.match(screen, /\/opt\/millrace\/millrace account create desk\n/)
  assert.match(screen, /env desk-admin/)
})
