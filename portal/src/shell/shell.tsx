import type { Me } from '@millrace/contract'
import { Link, Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useAsk } from '../api/queries.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { problemOf, Skeleton, Trouble } from '../ui/states.tsx'
import { Banner } from './banner.tsx'
import { Finder } from './finder.tsx'
import { Navigation } from './navigation.tsx'
import { PersonMenu } from './person-menu.tsx'

/** Everything around the pages, for somebody who is signed in. */
export function Shell() {
  const me = useAsk('getMe')
  if (me.data) return <Inside me={me.data} />
  if (me.isPending) return <Skeleton lines={8} />
  if (problemOf(me.error).kind === 'unauthenticated') return <ToSignIn />
  return <Trouble error={me.error} retry={() => void me.refetch()} />
}

/** Once, with the page of the first moment as the way back: going there changes where we are. */
function ToSignIn() {
  const navigate = useNavigate()
  const { latestLocation } = useRouter()
  const next = useRef(latestLocation.href)
  useEffect(() => {
    void navigate({ to: '/sign-in', search: { next: next.current } as never, replace: true })
  }, [navigate])
  return <Skeleton lines={8} />
}

function Inside({ me }: { me: Me }) {
  const [open, setOpen] = useState(false)
  const main = useFocusOnNavigation()
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <button
          type="button"
          className="icon-button only-narrow"
          aria-label="Open the navigation"
          onClick={() => setOpen(true)}
        >
          <Icon name="menu" />
        </button>
        <Link className="brand" to="/" aria-label="Millrace, home">
          <img src="/app/favicon.svg" alt="" />
          <b>Millrace</b>
        </Link>
        <Finder me={me} />
        <div className="top-end">
          <PersonMenu me={me} />
        </div>
      </header>
      <Banner />
      <Navigation me={me} />
      {/* Focus goes here after a change of page, so that readers start at its top. */}
      <main id="main" className="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      {open && (
        <Dialog title="Navigation" className="drawer" close={() => setOpen(false)}>
          <Navigation me={me} left={() => setOpen(false)} />
        </Dialog>
      )}
    </div>
  )
}

function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null)
  const first = useRef(true)
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what it waits for.
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true })
    first.current = false
  }, [pathname])
  return main
}
