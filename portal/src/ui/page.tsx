import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'

/** A step of the way back: text and portal path. */
export type Step = readonly [text: string, path: string]

export function Page(props: {
  title: string
  /** One plain sentence: which question this page answers. */
  lead?: React.ReactNode
  trail?: readonly Step[]
  /** The one thing that most people came here to do. */
  action?: React.ReactNode
  marks?: React.ReactNode
  tabs?: React.ReactNode
  children: React.ReactNode
}) {
  useEffect(() => {
    document.title = `${props.title} · Millrace`
  }, [props.title])
  return (
    <>
      {props.trail && <Trail steps={props.trail} />}
      <div className="page-head">
        <div>
          <div className="row">
            <h1>{props.title}</h1>
            {props.marks}
          </div>
          {props.lead && <p>{props.lead}</p>}
        </div>
        {props.action && <div className="row">{props.action}</div>}
      </div>
      {props.tabs}
      {props.children}
    </>
  )
}

function Trail({ steps }: { steps: readonly Step[] }) {
  return (
    <nav aria-label="Where this is">
      <ol className="trail">
        {steps.map(([text, path]) => (
          <li key={path}>
            <Link to={path}>{text}</Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** What differs between the pages of one heading. */
export interface PageParts {
  lead: string
  action?: React.ReactNode
  children: React.ReactNode
}

/** One of several pages under a heading, with the way to the others. */
export function TabbedPage({
  title,
  tabs,
  ...parts
}: PageParts & { title: string; tabs: readonly Step[] }) {
  return <Page title={title} tabs={<Tabs label={title} tabs={tabs} />} {...parts} />
}

/** Tabs are pages of their own: each has an address. */
export function Tabs(props: {
  label: string
  tabs: readonly Step[]
  /** What all of them are asked about. */
  search?: object
}) {
  const { label, tabs, search = {} } = props
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map(([text, path]) => (
        <Link
          key={path}
          to={path}
          search={search as never}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {text}
        </Link>
      ))}
    </nav>
  )
}

export function Panel(props: {
  title?: React.ReactNode
  aside?: React.ReactNode
  /** Without padding: the content is a table or brings its own. */
  flush?: boolean
  children: React.ReactNode
}) {
  return (
    <section className="panel">
      {props.title && (
        <div className="panel-head">
          <h2>{props.title}</h2>
          {props.aside}
        </div>
      )}
      {props.flush ? props.children : <div className="panel-body">{props.children}</div>}
    </section>
  )
}
