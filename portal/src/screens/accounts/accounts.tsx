import { Link, useParams } from '@tanstack/react-router'
import { useAsk, usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Pill, Time } from '../../ui/values.tsx'

/** Who owns what: each team is an account, and an account is the boundary. */
export function AccountsScreen() {
  const accounts = usePages('listAccounts')
  const me = useAsk('getMe')
  return (
    <Page title="Accounts" lead="Each team’s own tenancy: its people, roles, buckets and catalog.">
      <Panel flush>
        <Answer to={accounts} emptyNotice={<Notice icon="accounts" title="No account yet" />}>
          {(rows) => (
            <DataTable
              label="Accounts"
              rows={rows}
              rowKey={({ id }) => id}
              more={accounts.more}
              columns={[
                {
                  name: 'Name',
                  by: ({ name }) => name,
                  // Nobody lists another account's people, so there is nothing to open.
                  cell: ({ id, name }) =>
                    id === me.data?.account.id ? <Link to={paths.account(id)}>{name}</Link> : name,
                },
                { name: 'Id', cell: ({ id }) => <code>{id}</code>, by: ({ id }) => id },
                {
                  name: 'Organization',
                  cell: ({ organization }) => (organization ? 'inside' : 'outside'),
                },
                {
                  name: 'State',
                  cell: ({ isolatedAt }) =>
                    isolatedAt ? (
                      <Pill tone="bad">
                        switched off <Time at={isolatedAt} />
                      </Pill>
                    ) : (
                      <Pill tone="good">active</Pill>
                    ),
                },
              ]}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  )
}

export function AccountScreen() {
  const { account } = useParams({ strict: false }) as { account: string }
  const people = usePages('listPeople', { params: { account } })
  return (
    <Page
      title={`Account ${account}`}
      lead="Its users and roles, and the policies on each."
      trail={[['Accounts', '/accounts']]}
    >
      <Panel flush>
        <Answer to={people} emptyNotice={<Notice icon="accounts" title="Nobody is in it" />}>
          {(rows) => (
            <DataTable
              label="Users and roles"
              rows={rows}
              rowKey={({ arn }) => arn}
              more={people.more}
              columns={[
                { name: 'Name', cell: ({ name }) => <b>{name}</b>, by: ({ name }) => name },
                { name: 'Kind', cell: ({ kind }) => kind, by: ({ kind }) => kind },
                { name: 'Policies', cell: ({ policies }) => policies.join(', ') || 'none' },
                { name: 'ARN', cell: ({ arn }) => <code className="small">{arn}</code> },
              ]}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  )
}
