-- What those who follow a wave read: deposits hour by hour, attempts refused at the closing.
create index deposit_arrivals on deposits.deposit (wave_id, received_at);
create index attempt_of_wave on deposits.attempt (wave_id, code);
