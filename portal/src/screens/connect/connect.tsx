import type { Me, Status } from '@millrace/contract'
import { useState } from 'react'
import { useAct, useAsk } from '../../api/queries.ts'
import { Code, type Snippet, Snippets } from '../../ui/code.tsx'
import { FormTrouble } from '../../ui/fields.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer } from '../../ui/states.tsx'
import { Facts, Time } from '../../ui/values.tsx'

/** How do I reach this with the tools that I have? */
export function ConnectScreen() {
  const status = useAsk('getStatus')
  const me = useAsk('getMe')
  return (
    <Page
      title="Connect your tools"
      lead="Your own clients work unmodified: one line sets up a shell, the rest is as you know it."
    >
      <Answer to={status} lines={8}>
        {(platform) => (
          <Answer to={me}>{(person) => <Connect status={platform} me={person} />}</Answer>
        )}
      </Answer>
    </Page>
  )
}

function Connect({ status, me }: { status: Status; me: Me }) {
  return (
    <div className="beside">
      <div className="stack loose">
        <Panel title="1. A shell with your credentials">
          <Code
            title="On the platform’s host"
            language="shellscript"
            text={`eval "$(./millrace env ${me.name})"\n`}
          />
          <p className="small faint">
            In the platform’s folder. Was it started with a home of its own, then after{' '}
            <code>export MILLRACE_HOME=…</code>.
          </p>
        </Panel>
        <Panel title="2. Any of these works in it">
          <Snippets snippets={snippets(status.url, me)} />
        </Panel>
      </div>
      <div className="stack loose">
        <Panel title="Addresses">
          <Facts
            facts={[
              ['AWS endpoint', <code key="aws">{status.url}</code>],
              ['Iceberg REST', <code key="iceberg">{status.url}/iceberg</code>],
              ['Livy', <code key="livy">{status.url}/livy</code>],
              [
                'Portal API',
                <a key="api" href="/api/v1/openapi.json">
                  OpenAPI description
                </a>,
              ],
              ['Warehouse', <code key="warehouse">{me.account.id}</code>],
            ]}
          />
        </Panel>
        <Panel title="A token for the portal API">
          <NewToken />
        </Panel>
      </div>
    </div>
  )
}

function NewToken() {
  const [token, setToken] = useState<{ token: string; expiresAt: string }>()
  const make = useAct('issueToken', [], setToken)
  return (
    <div className="stack">
      <p className="soft">
        For scripts. It carries your rights for an hour, so keep it to yourself.
      </p>
      <FormTrouble error={make.error} />
      {token ? (
        <>
          <Code title="Bearer token" language="shellscript" text={token.token} />
          <p className="small faint">
            Ends <Time at={token.expiresAt} />. It is not shown again.
          </p>
        </>
      ) : (
        <div>
          <button type="button" className="button" onClick={() => make.mutate({ body: {} })}>
            Make a token
          </button>
        </div>
      )}
    </div>
  )
}

function snippets(url: string, me: Me): Snippet[] {
  const who = `aws sts get-caller-identity\naws s3 ls\naws glue get-databases\n`
  const python = `import boto3

print(boto3.client("sts").get_caller_identity()["Arn"])
for database in boto3.client("glue").get_databases()["DatabaseList"]:
    print(database["Name"])
`
  const iceberg = `from pyiceberg.catalog import load_catalog

catalog = load_catalog("lake")
for namespace in catalog.list_namespaces():
    print(namespace, catalog.list_tables(namespace))
`
  const livy = `key=$(aws configure get aws_access_key_id)
secret=$(aws configure get aws_secret_access_key)
curl --user "$key:$secret" \\
    --json '{"kind": "pyspark", "name": "${me.name}"}' \\
    ${url}/livy/sessions
`
  return [
    { name: 'AWS CLI', language: 'shellscript', text: who },
    { name: 'boto3', language: 'python', text: python },
    { name: 'PyIceberg', language: 'python', text: iceberg },
    { name: 'Spark (Livy)', language: 'shellscript', text: livy },
  ]
}
