import type { ActName, Outcome } from './model/act.ts';
import { playCommittee } from './play/decide.ts';
import { playDeposits } from './play/deposit.ts';
import { playInstruction } from './play/instruct.ts';
import { playPayments } from './play/pay.ts';
import { playScores } from './play/score.ts';
import { playSignatures } from './play/sign.ts';
import { Lacking, type Play, Refused, type Stage, stopped } from './play/stage.ts';

const PLAYS: Readonly<Record<ActName, Play>> = {
  deposit: playDeposits,
  instruct: playInstruction,
  score: playScores,
  decide: playCommittee,
  sign: playSignatures,
  pay: playPayments,
};

/**
 * Plays what remains of one act, by the commands that people use and with every guard they meet. Begun again, it goes on from
 * what is done, by the machine or by people.
 */
export async function play(act: ActName, stage: Stage): Promise<Outcome> {
  try {
    return await PLAYS[act](stage);
  } catch (error) {
    if (error instanceof Refused || error instanceof Lacking) return stopped(error.refusal);
    throw error;
  }
}
