import type { FieldErrors } from '../../../kernel/decision.ts';
import type { View } from '../../../ui/index.ts';
import type { InvitationLine, MandateLine } from '../../model/team.ts';
import type { Membership, Organisation, PersonCard } from '../../model.ts';

/** What the page of a team is given. */
export interface TeamProps {
  readonly view: View;
  readonly now: Date;
  readonly organisation: Organisation;
  readonly members: readonly Membership[];
  readonly mandates: readonly MandateLine[];
  readonly invitations: readonly InvitationLine[];
  readonly people: ReadonlyMap<string, PersonCard>;
  readonly viewerId: string;
  readonly represents: boolean;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
  readonly done: string | null;
}
