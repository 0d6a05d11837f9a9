import type { Hit, Me } from '@millrace/contract'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useState } from 'react'
import { useAsk } from '../api/queries.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { placesOf } from './navigation.tsx'

interface Found {
  title: string
  detail?: string
  kind: string
  path: string
  icon: IconName
}

const ICONS: Readonly<Record<Hit['kind'], IconName>> = {
  dataset: 'dataset',
  trial: 'trial',
  pipeline: 'pipeline',
  vendor: 'vendor',
  feed: 'calendar',
  account: 'accounts',
}

/** Go anywhere by name: pages at once, everything else as the platform answers. */
export function Finder({ me }: { me: Me }) {
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target as Element).tagName)
      const asked = (event.key === 'k' && (event.metaKey || event.ctrlKey)) || event.key === '/'
      if (!asked || (typing && event.key === '/')) return
      event.preventDefault()
      setOpen(true)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return (
    <>
      <button type="button" className="finder" onClick={() => setOpen(true)}>
        <Icon name="search" />
        <span>Find datasets, trials, pages…</span>
        <kbd>Ctrl K</kbd>
      </button>
      {open && <Finding me={me} close={() => setOpen(false)} />}
    </>
  )
}

function Finding({ me, close }: { me: Me; close: () => void }) {
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const found = useFound(me, text)
  const at = Math.min(chosen, Math.max(0, found.length - 1))
  const go = (one: Found | undefined) => {
    close()
    void navigate(one ? { to: one.path } : { to: '/search', search: { q: text } as never })
  }
  const press = (event: React.KeyboardEvent) => {
    const down = event.key === 'ArrowDown'
    if (!down && event.key !== 'ArrowUp' && event.key !== 'Enter') return
    event.preventDefault()
    if (event.key === 'Enter') go(found[at])
    else setChosen(Math.max(0, Math.min(at + (down ? 1 : -1), found.length - 1)))
  }
  return (
    <Dialog title="Find" className="finding" close={close}>
      <div className="finding-box">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-label="Find"
          aria-expanded="true"
          aria-controls="found"
          aria-activedescendant={found[at] && `found-${at}`}
          placeholder="Datasets, trials, pipelines, pages"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setChosen(0)
          }}
          onKeyDown={press}
        />
      </div>
      <FoundList found={found} at={at} go={go} />
    </Dialog>
  )
}

function FoundList(props: { found: readonly Found[]; at: number; go: (one: Found) => void }) {
  if (props.found.length === 0)
    return <p className="panel-body soft">Nothing by that name. Enter searches the datasets.</p>
  return (
    <div className="finding-list" id="found" role="listbox" aria-label="Found">
      {props.found.map((one, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's.
        <div
          key={`${one.kind} ${one.path}`}
          id={`found-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === props.at}
          onClick={() => props.go(one)}
        >
          <Icon name={one.icon} />
          <span>
            {one.title} {one.detail && <span className="faint small">{one.detail}</span>}
          </span>
          <span className="kind">{one.kind}</span>
        </div>
      ))}
    </div>
  )
}

function useFound(me: Me, text: string): Found[] {
  const asked = useDeferredValue(text.trim())
  const hits = useAsk('search', { query: { q: asked, limit: 12 } }, { enabled: asked.length > 1 })
  const pages = placesOf(me)
    .flatMap(({ places }) => places)
    .filter(({ text: name }) => name.toLowerCase().includes(asked.toLowerCase()))
    .map(({ text: title, to, icon }): Found => ({ title, kind: 'page', path: to, icon }))
  if (asked.length < 2) return pages
  const things = (hits.data?.items ?? []).map((hit): Found => ({ ...hit, icon: ICONS[hit.kind] }))
  return [...things, ...pages]
}
