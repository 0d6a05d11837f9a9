import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetProblem } from './notice-target.ts'

test('given targets, when looked at, then only addresses of their kind pass', () => {
  const mail = (address: string) => targetProblem({ kind: 'mail', address })
  const webhook = (url: string) => targetProblem({ kind: 'webhook', url })

  assert.equal(mail('desk@example.test'), undefined)
  assert.equal(webhook('https://example.test/hook'), undefined)
  for (const wrong of ['desk', 'a@b, c@d', 'Desk <desk@example.test>', ''])
    assert.match(mail(wrong) ?? '', /is no mail address/)
  for (const wrong of ['example.test', 'file:///etc/passwd', ''])
    assert.match(webhook(wrong) ?? '', /is no web address/)
})
