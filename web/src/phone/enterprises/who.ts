// On whose side somebody is, by the posts they hold: for an enterprise, or for the grid that looks at it. The server decides; this only keeps
// the phone from asking for what it has no use for.
import { isSeat, roleOf, type Post, type Role } from '../../session/who';

const FOR_THE_GRID: readonly Role[] = ['member', 'commander'];
const isEnterprise = ({ kind }: Post) => kind === 'enterprise' || kind === 'workshop';

export function sidesOf(posts: readonly Post[]): { own: string[]; grid: boolean } {
  const held = posts.filter((post) => !isSeat(post, posts));
  return { own: [...new Set(held.filter(isEnterprise).map(({ unit }) => unit))], grid: held.some((post) => !isEnterprise(post) && FOR_THE_GRID.includes(roleOf(post))) };
}
