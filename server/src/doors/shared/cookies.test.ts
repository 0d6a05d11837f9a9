import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { cookieToken } from '../portal-api/session.ts'
import { cookieTwice } from './cookies.ts'
import { passOf } from './side-admission.ts'

const requestWith = (cookie?: string) => ({ headers: { cookie } }) as IncomingMessage
const passIn = (cookie: string) =>
  passOf({ request: requestWith(cookie), sidePort: 8721 }, 'dashboard')

test('given our cookie among others, when it is read, then it is found', () => {
  assert.equal(cookieToken(requestWith('a=1; millrace_session=t%3D; b=2')), 't=')
  assert.equal(passIn('millrace_dashboard_8722=no; millrace_dashboard_8721=p'), 'p')
  assert.equal(cookieToken(requestWith()), undefined)
})

test('given a script at another port that sets ours for a path, when read, then refused', () => {
  assert.throws(
    () => cookieToken(requestWith('millrace_session=theirs; millrace_session=ours')),
    cookieTwice.matches,
  )
  assert.throws(
    () => passIn('millrace_dashboard_8721=; millrace_dashboard_8721=ours'),
    cookieTwice.matches,
  )
})
