import type { Dataset, RuleChange } from '@millrace/contract'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { CheckField, ChoiceField, ManyField, TextField } from '../../ui/fields.tsx'
import { ChangeDialog, type Wrong } from './change-dialog.tsx'
import { EMPTY_SCOPE, permissionsFor, resourceOf, type Scope } from './grant-scope.ts'
import { PersonField } from './person-field.tsx'
import { ScopeFields } from './scope-fields.tsx'

interface Granting {
  /** Without one, by tags or a whole database. */
  dataset?: Dataset | undefined
  /** To an account as a whole, or to the organization, in place of a person. */
  sharing?: boolean
  close: () => void
}

interface Wanted {
  principal: string
  account: string
  scope: Scope
  permissions: readonly string[]
  passOn: boolean
  from: string
  until: string
  condition: string
}

type Put = (part: Partial<Wanted>) => void

/** Grants something, or shares it with another account. */
export function GrantDialog({ dataset, sharing = false, close }: Granting) {
  const me = useAsk('getMe')
  const [wanted, setWanted] = useState(() => startOf(dataset, sharing))
  const put: Put = (part) => setWanted({ ...wanted, ...part })
  const account = dataset?.account.id ?? (wanted.account || (me.data?.account.id ?? ''))
  const legal = permissionsFor(wanted.scope.kind)
  const permissions = wanted.permissions.filter((one) => legal.includes(one))
  return (
    <ChangeDialog
      title={titleOf(dataset, sharing)}
      act={sharing ? 'Share' : 'Grant'}
      close={close}
      fields={['principal', 'permissions', 'endsAt', 'condition', 'location']}
      changes={() => [grantOf({ ...wanted, account, permissions }, dataset)]}
    >
      {(wrong) => (
        <>
          {!dataset && <CatalogField account={account} put={put} />}
          {sharing ? (
            <AccountField owner={account} principal={wanted.principal} put={put} wrong={wrong} />
          ) : (
            <PersonField
              label="To"
              hint="The ARN of a user or role: arn:aws:iam::111122223333:role/research."
              principal={wanted.principal}
              change={(principal) => put({ principal })}
              problem={wrong('principal')}
              required
            />
          )}
          <ScopeFields
            accountId={account}
            dataset={dataset}
            scope={wanted.scope}
            change={(scope) => put({ scope, permissions: fitting(permissions, scope) })}
            wrong={wrong}
          />
          <ManyField
            label="May"
            choices={legal}
            chosen={permissions}
            change={(chosen) => put({ permissions: chosen })}
            problem={wrong('permissions')}
          />
          <LimitFields wanted={wanted} sharing={sharing} put={put} wrong={wrong} />
        </>
      )}
    </ChangeDialog>
  )
}

function grantOf(wanted: Wanted, dataset: Dataset | undefined): RuleChange {
  const { account, scope, permissions, passOn, from, until } = wanted
  const condition = wanted.condition.trim()
  return {
    ...{ does: 'grant', account, principal: wanted.principal.trim() },
    ...{ resource: resourceOf(scope, dataset), permissions: [...permissions] },
    grantable: passOn ? [...permissions] : [],
    ...(from && { startsAt: new Date(`${from}T00:00:00Z`).toISOString() }),
    ...(until && { endsAt: new Date(`${until}T23:59:59Z`).toISOString() }),
    ...(condition && { condition }),
  }
}

function startOf(dataset: Dataset | undefined, sharing: boolean): Wanted {
  const kind = dataset ? 'table' : 'table-policy'
  const scope: Scope = { ...EMPTY_SCOPE, kind }
  const permissions = sharing ? ['SELECT', 'DESCRIBE'] : ['SELECT']
  const empty = { principal: '', account: '', from: '', until: '', condition: '' }
  return { ...empty, scope, permissions, passOn: sharing }
}

/** Those that are chosen and legal, else the first that is. */
function fitting(chosen: readonly string[], { kind }: Scope): readonly string[] {
  const legal = permissionsFor(kind)
  const kept = chosen.filter((one) => legal.includes(one))
  return kept.length > 0 ? kept : legal.slice(0, 1)
}

function titleOf(dataset: Dataset | undefined, sharing: boolean): string {
  const what = dataset && `${dataset.database}.${dataset.table}`
  if (sharing) return what ? `Share ${what}` : 'Share with an account'
  return what ? `Grant access to ${what}` : 'New grant'
}

function CatalogField({ account, put }: { account: string; put: Put }) {
  const accounts = useAsk('listAccounts', { query: { limit: 200 } })
  return (
    <ChoiceField
      label="In the catalog of"
      hint="What was shared with you is granted on in the catalog of its owner."
      value={account}
      change={(id) => put({ account: id })}
      choices={(accounts.data?.items ?? []).map(({ id, name }) => [id, name] as const)}
    />
  )
}

interface Naming {
  principal: string
  put: Put
  wrong: Wrong
}

function AccountField({ owner, principal, put, wrong }: Naming & { owner: string }) {
  const accounts = useAsk('listAccounts', { query: { limit: 200 } })
  const others = (accounts.data?.items ?? []).filter(({ id }) => id !== owner)
  return (
    <ChoiceField
      label="With"
      hint="Nobody of an account reads anything before its admin grants it to them."
      value={principal}
      change={(next) => put({ principal: next })}
      problem={wrong('principal')}
      choices={[
        ['', 'choose…'],
        ['organization', 'the whole organization'],
        ...others.map(({ id, name }) => [id, `${name} (${id})`] as const),
      ]}
      required
    />
  )
}

function LimitFields(props: { wanted: Wanted; sharing: boolean; put: Put; wrong: Wrong }) {
  const { wanted, sharing, put, wrong } = props
  return (
    <>
      <CheckField
        label={sharing ? 'Its admin may hand it on' : 'They may grant it to others'}
        on={wanted.passOn}
        change={(passOn) => put({ passOn })}
      />
      <TextField
        label="From"
        type="date"
        hint="The grant begins with this day, UTC. Empty: it begins at once."
        value={wanted.from}
        change={(from) => put({ from })}
      />
      <TextField
        label="Until"
        type="date"
        hint="The grant ends with this day, UTC. Empty: it has no end."
        value={wanted.until}
        change={(until) => put({ until })}
        problem={wrong('endsAt')}
      />
      {!sharing && (
        <TextField
          label="Only where"
          hint={
            'A condition on tags of who asks: context.iam.principalTags.getTag("desk") == "fx".'
          }
          value={wanted.condition}
          change={(condition) => put({ condition })}
          problem={wrong('condition')}
        />
      )}
    </>
  )
}
