import type { Area, Me } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { Icon, type IconName } from '../ui/icon.tsx'

interface Place {
  text: string
  to: string
  icon: IconName
  area: Area
}

const GROUPS: readonly { title: string; places: readonly Place[] }[] = [
  {
    title: 'Discover',
    places: [
      { text: 'Home', to: '/', icon: 'home', area: 'discover' },
      { text: 'Datasets', to: '/search', icon: 'dataset', area: 'discover' },
      { text: 'Connect your tools', to: '/connect', icon: 'connect', area: 'discover' },
    ],
  },
  {
    title: 'Data in',
    places: [
      { text: 'Vendors', to: '/vendors', icon: 'vendor', area: 'vendors' },
      { text: 'Deliveries', to: '/deliveries', icon: 'calendar', area: 'deliveries' },
      { text: 'Quarantine', to: '/quarantine', icon: 'quarantine', area: 'deliveries' },
    ],
  },
  {
    title: 'Work',
    places: [
      { text: 'Trials', to: '/trials', icon: 'trial', area: 'trials' },
      { text: 'Pipelines', to: '/pipelines', icon: 'pipeline', area: 'pipelines' },
      { text: 'Compute', to: '/compute', icon: 'compute', area: 'compute' },
    ],
  },
  {
    title: 'Govern',
    places: [
      { text: 'My access', to: '/access', icon: 'key', area: 'access' },
      { text: 'Approvals', to: '/approvals', icon: 'inbox', area: 'approvals' },
      { text: 'Grants', to: '/grants', icon: 'lock', area: 'grants' },
      { text: 'LF-Tags', to: '/tags', icon: 'tag', area: 'tags' },
      { text: 'Audit', to: '/audit', icon: 'audit', area: 'audit' },
    ],
  },
  {
    title: 'Platform',
    places: [
      { text: 'Accounts', to: '/accounts', icon: 'accounts', area: 'accounts' },
      { text: 'Health', to: '/health', icon: 'health', area: 'health' },
    ],
  },
]

/** The places that this person has a use for. */
export function placesOf(me: Me): readonly { title: string; places: readonly Place[] }[] {
  return GROUPS.map(({ title, places }) => ({
    title,
    places: places.filter(({ area }) => me.areas.includes(area)),
  })).filter(({ places }) => places.length > 0)
}

export function Navigation({ me, left }: { me: Me; left?: () => void }) {
  return (
    <nav className="side" aria-label="Main">
      {placesOf(me).map(({ title, places }) => (
        <div key={title}>
          <h2>{title}</h2>
          <ul>
            {places.map(({ text, to, icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  activeOptions={{ exact: to === '/', includeSearch: false }}
                  onClick={left}
                >
                  <Icon name={icon} />
                  {text}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
