import type { Me } from '@millrace/contract'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useAct } from '../api/queries.ts'
import { Segments } from '../ui/fields.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Theme, useTheme } from '../ui/theme.ts'
import { Time } from '../ui/values.tsx'

const THEMES = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

export function PersonMenu({ me }: { me: Me }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = useAct('signOut', [], () => {
    client.clear()
    void navigate({ to: '/sign-in' })
  })
  return (
    <>
      <button type="button" className="account-chip" popoverTarget="person-menu">
        <span className="avatar" aria-hidden="true">
          {me.name.slice(0, 2)}
        </span>
        <span className="names">
          {me.name}
          <small>{me.account.name}</small>
        </span>
      </button>
      <div id="person-menu" className="menu" popover="auto">
        <Identity me={me} />
        <hr />
        <Link to="/access">
          <Icon name="key" /> My access
        </Link>
        <Link to="/connect">
          <Icon name="connect" /> Connect your tools
        </Link>
        <hr />
        <button type="button" className="item" onClick={() => leave.mutate({})}>
          <Icon name="lock" /> Sign out
        </button>
      </div>
    </>
  )
}

function Identity({ me }: { me: Me }) {
  const [theme, setTheme] = useTheme()
  return (
    <div className="who stack">
      <div>
        <strong>{me.name}</strong> <span className="faint">in {me.account.name}</span>
      </div>
      <code className="small soft">{me.arn}</code>
      {me.signedInUntil && (
        <span className="small faint">
          Signed in until <Time at={me.signedInUntil} />
        </span>
      )}
      <Segments
        label="Colours"
        value={theme}
        change={(next) => setTheme(next as Theme)}
        choices={THEMES}
      />
    </div>
  )
}
