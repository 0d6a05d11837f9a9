import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useAct, useAsk } from '../../api/queries.ts'
import { FormTrouble, TextField } from '../../ui/fields.tsx'

export function SignInScreen() {
  const { next } = useSearch({ strict: false }) as { next?: string }
  const navigate = useNavigate()
  const [account, setAccount] = useState('')
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const enter = useAct('signIn', ['getMe'], () => void navigate({ to: ownPath(next) }))
  useEffect(() => {
    document.title = 'Sign in · Millrace'
  }, [])
  return (
    <main className="signed-out">
      <form
        className="stack loose"
        style={{ width: 'min(340px, 100%)' }}
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate({ body: { account: account.trim(), user: user.trim(), password } })
        }}
      >
        <Brand />
        <div className="panel panel-body stack">
          <TextField
            label="Account"
            hint="Its 12 digits or its name"
            value={account}
            change={setAccount}
            autoComplete="organization"
            required
          />
          <TextField label="User" value={user} change={setUser} autoComplete="username" required />
          <TextField
            label="Password"
            type="password"
            value={password}
            change={setPassword}
            autoComplete="current-password"
            required
          />
          <FormTrouble error={enter.error} />
          <button type="submit" className="button primary" disabled={enter.isPending}>
            {enter.isPending ? 'Signing in…' : 'Sign in'}
          </button>
        </div>
        <Hint />
      </form>
    </main>
  )
}

function Brand() {
  return (
    <div className="row">
      <img src="/app/favicon.svg" alt="" width="32" height="32" />
      <h1>Millrace</h1>
    </div>
  )
}

/** Only a path of the portal itself: nobody is sent elsewhere after typing a password. */
function ownPath(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') ? next : '/'
}

function Hint() {
  const status = useAsk('getStatus')
  if (!status.data || status.data.demo.state === 'none') return null
  return (
    <p className="small soft">
      This platform plays the demo. <code>./millrace people</code> lists its people with their
      passwords.
    </p>
  )
}
